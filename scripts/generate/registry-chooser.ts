/**
 * An example as the registry shows it, one language at a time.
 *
 * @param example Markdown with a fence for each language
 */
export function chooser(example: string): string {
  const fences = [...example.matchAll(/^```(\w+)\n[\s\S]*?^```$/gm)];
  const languages = fences.map(([, language]) => language).join(",");
  const choices = fences.map(
    ([fence, language]) => `{{% choosable language ${language} %}}\n\n${fence}\n\n{{% /choosable %}}`,
  );
  return `{{< chooser language "${languages}" >}}\n\n${choices.join("\n\n")}\n\n{{< /chooser >}}`;
}
