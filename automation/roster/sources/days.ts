import { Temporal } from "temporal-polyfill";

/** Reads the days of a source's cells. */
export type DayReader = (text: string) => string;

/** In English, as systems abbreviate them; longer forms begin so. */
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const PARTS: Readonly<Record<string, string>> = {
  YYYY: "(?<year>\\d{4})",
  MMM: "(?<month>[A-Za-z]{3,9})\\.?",
  MM: "(?<month>\\d{1,2})",
  DD: "(?<day>\\d{1,2})",
  M: "(?<month>\\d{1,2})",
  D: "(?<day>\\d{1,2})",
};

/**
 * A reader of days in a form such as `MM/DD/YYYY`, to ISO 8601. ISO is always read, since it can't be mistaken: a workbook's own dates
 * come so. `MMM` is the name of a month in English, in full or abbreviated. A time after the day is passed over. The reader throws a TypeError for what is no day.
 *
 * @param form default: ISO 8601 alone
 * @returns a text where the form is none: why
 */
export function dayReader(form = "YYYY-MM-DD"): DayReader | string {
  // Where nothing stands between them, all digits are written.
  const digits = /[^A-Z]/.test(form) ? "\\d{1,2}" : "\\d{2}";
  const pattern = form
    .replace(/YYYY|MMM|MM|DD|M|D|[^A-Za-z\d]|[A-Za-z]/g, (part) => PARTS[part] ?? (/\W/.test(part) ? `\\${part}` : "!"))
    .replaceAll("\\d{1,2}", () => digits);
  for (const name of ["year", "month", "day"]) {
    if (pattern.split(`(?<${name}>`).length !== 2)
      return "must be made of YYYY, MM and DD, such as MM/DD/YYYY or DD-MMM-YYYY";
  }
  if (pattern.includes("!")) return "must be made of YYYY, MM and DD, such as MM/DD/YYYY or DD-MMM-YYYY";
  const own = new RegExp(`^${pattern}${TIME}$`);
  const known = new Map<string, string>();
  return (text) => {
    const day = known.get(text) ?? readDay(text, own, form);
    // Many share a day; a file of nothing but different ones has no use for being remembered.
    if (known.size < MOST_DAYS) known.set(text, day);
    return day;
  };
}

const MOST_DAYS = 50_000;

/** Whether a text is how databases write no day: `0000-00-00`, `00.00.0000`. */
export function isNoDay(text: string): boolean {
  return /^(?:0000([-./]?)00\1(?:00)|00([-./])00\2(?:0000))(?:[T ]+00:00.*)?$/.test(text);
}

function readDay(text: string, own: RegExp, form: string): string {
  const found = ISO.exec(text) ?? own.exec(text);
  const { year, month, day } = found?.groups ?? {};
  try {
    if (found) return dayText({ year: Number(year), month: monthOf(month), day: Number(day) });
  } catch {
    // No calendar has it, such as 31 November.
  }
  throw new TypeError(`must be a day in the form ${form}${adviceFor(text, form)}`);
}

function monthOf(text = ""): number {
  const name = MONTHS.indexOf(text.slice(0, 3).toLowerCase());
  return name < 0 ? Number(text) : name + 1;
}

const TIME = "(?:[T ]+\\d{1,2}:\\d{2}.*)?";
const ISO = new RegExp(`^(?<year>\\d{4})-(?<month>\\d{2})-(?<day>\\d{2})${TIME}$`);

function adviceFor(text: string, form: string): string {
  const [word] = form.includes("MMM") ? (/\p{L}{3,}/u.exec(text) ?? []) : [];
  if (Number.isNaN(monthOf(word))) return ", in which MMM is a month in English, such as Dec";
  if (/^\d{5}(\.\d+)?$|^2958465$/.test(text)) {
    return "; a spreadsheet's number of a day is none: format the column as a date";
  }
  return /^\d{1,2}([-./ ])\w{1,9}\1\d{2}$/.test(text)
    ? "; which century is meant must be written: a year has four digits"
    : "";
}

function dayText(parts: { readonly year: number; readonly month: number; readonly day: number }): string {
  return Temporal.PlainDate.from(parts, { overflow: "reject" }).toString();
}

/** The day at a time, somewhere; throws a RangeError for a zone that is none. */
export function dayIn(zone: string, time: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(time.getTime()).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** So many days after a day, or before it. */
export function daysAfter(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** Whether a text is a day, ISO 8601. */
export function isDay(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text).toString() === text;
  } catch {
    return false;
  }
}
