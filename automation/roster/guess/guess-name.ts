/** `Hopper, Grace`, and with what Workday adds: `Hopper, Grace (1001)`. */
const FAMILY_FIRST = /^[^,()]+, *[^,()]+(?: *\([^()]*\))?$/;
/** `Grace Hopper (On Leave)`. */
const WITH_MORE = /\S *\([^()]*\)$/;

/**
 * The expression by which a column's cells become names as they are spoken; undefined where they are such names already.
 *
 * @param quoted the column in an expression
 */
export function nameExpression(cells: readonly string[], quoted: string): string | undefined {
  const filled = cells.filter((cell) => cell !== "");
  if (filled.length > 0 && filled.every((cell) => FAMILY_FIRST.test(cell))) {
    return `\${{ $replace(${quoted}, /^([^,\\(]+), *([^\\(]*[^\\( ])( *\\(.*\\))?$/, "$2 $1") }}`;
  }
  if (!filled.some((cell) => WITH_MORE.test(cell))) return undefined;
  return `\${{ $replace(${quoted}, / *\\([^\\(\\)]*\\)$/, "") }}`;
}
