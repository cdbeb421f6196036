import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Converter } from "./examples/convert";
import { registryExamples } from "./examples/registry-examples";

/** Makes the pages of the registry's examples anew; needs `pulumi` with its hosts for Node, Python and Go on the PATH. */
async function main(): Promise<void> {
  const root = join(__dirname, "..", "..");
  const converter = new Converter(root);
  try {
    for (const example of registryExamples(root)) {
      writeFileSync(join(root, example.page), await converter.page(example));
      console.error(example.page);
    }
  } finally {
    converter.close();
  }
}

void main();
