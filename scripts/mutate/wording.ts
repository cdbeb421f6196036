/** What is used of a node of Babel's tree. */
interface Node {
  readonly type: string;
  readonly value?: unknown;
  readonly operator?: string;
  readonly computed?: boolean;
  readonly object?: Node;
  readonly property?: Node;
  readonly callee?: Node;
  readonly arguments?: readonly Node[];
  readonly expressions?: readonly Node[];
  readonly quasis?: readonly { readonly value: { readonly raw: string } }[];
}

/**
 * Leaves out what a message says: a text with a space in it that nothing is compared with. A template in which something is
 * chosen stays.
 */
export function leftOut({ node, parent }: { readonly node: Node; readonly parent?: Node | null }): string | undefined {
  if ((parent?.type === "BinaryExpression" && parent.operator !== "+") || parent?.type === "SwitchCase")
    return undefined;
  const { type, value, quasis = [], expressions = [] } = node;
  if (type === "StringLiteral") return String(value).includes(" ") ? "wording" : undefined;
  if (type !== "TemplateLiteral" || !quasis.some(({ value: { raw } }) => raw.includes(" "))) return undefined;
  return expressions.every(isPlain) ? "wording" : undefined;
}

/** A value, a property, or a call with such. */
function isPlain({ type, computed, object, property, callee, arguments: given = [] }: Node): boolean {
  if (type === "MemberExpression") return !computed && [object, property].every((part) => part && isPlain(part));
  if (type === "CallExpression") return callee !== undefined && [callee, ...given].every(isPlain);
  return ["Identifier", "PrivateName", "ThisExpression", "StringLiteral", "NumericLiteral"].includes(type);
}
