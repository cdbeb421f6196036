/**
 * Go programs that `pulumi convert` (3.260) makes of functions don't compile: a function that is called like a resource is
 * `LookupUser` in the generated SDK, and so are its types; and a list in an output is cast to a type that it isn't.
 */
export function repairGo(program: string): string {
  return program
    .replace(/\.Get(Users?)(OutputArgs|Result)\b/g, ".Lookup$1$2")
    .replace(
      /\b(\w+)\.ApplyT\(func\(\1 \w+\.Lookup\w+Result\) \([^)]*\) \{\s*return \1\.(\w+)\.\([^)]*\), nil\s*\}\)\.\(pulumi\.ArrayOutput\)/g,
      "$1.$2()",
    );
}
