import { describe, expect, it } from "vitest";
import { dayIn, dayReader, daysAfter, isDay, isNoDay } from "../../../automation/roster/sources/days";

const read = (form: string | undefined, text: string): string => {
  const reader = dayReader(form);
  return typeof reader === "string" ? expect.fail(`${form} is no form: ${reader}`) : reader(text);
};

describe("a day of a cell", () => {
  it.each<[form: string | undefined, text: string, day: string]>([
    [undefined, "2026-12-05", "2026-12-05"],
    [undefined, "2026-1-5", "2026-01-05"],
    ["DD.MM.YYYY", "05.12.2026", "2026-12-05"],
    ["DD.MM.YYYY", "5.1.2026", "2026-01-05"],
    ["MM/DD/YYYY", "12/05/2026", "2026-12-05"],
    ["M/D/YYYY", "1/5/2026", "2026-01-05"],
    ["M/D/YYYY", "12/31/2026", "2026-12-31"],
    ["YYYY/MM/DD", "2026/1/31", "2026-01-31"],
    ["YYYYMMDD", "20261205", "2026-12-05"],
    ["DDMMYYYY", "05122026", "2026-12-05"],
    ["DD-MMM-YYYY", "05-Dec-2026", "2026-12-05"],
    ["DD-MMM-YYYY", "5-dec.-2026", "2026-12-05"],
    ["D MMM YYYY", "5 September 2026", "2026-09-05"],
    ["MMM D, YYYY", "May 5, 2026", "2026-05-05"],
    ["DD.MM.YYYY", "29.02.2028", "2028-02-29"],
    // ISO is always read: a workbook's own dates come so. A time after the day says nothing of it.
    ["MM/DD/YYYY", "2026-12-05", "2026-12-05"],
    ["MM/DD/YYYY", "2026-12-05T23:59:59Z", "2026-12-05"],
    ["MM/DD/YYYY", "12/05/2026 00:00", "2026-12-05"],
    ["MM/DD/YYYY", "12/05/2026  9:30 PM", "2026-12-05"],
    [undefined, "2026-12-05 00:00:00", "2026-12-05"],
  ])("in the form %s is read of %j", (form, text, day) => {
    expect(read(form, text)).toBe(day);
  });

  it.each(
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"].map(
      (name, i) => [name, i + 1] as const,
    ),
  )("in %s is in month %i", (name, month) => {
    expect(read("DD MMM YYYY", `01 ${name.toUpperCase()} 2026`)).toBe(`2026-${String(month).padStart(2, "0")}-01`);
  });

  it.each<[form: string | undefined, text: string]>([
    [undefined, ""],
    [undefined, "2026-02-30"],
    [undefined, "2026-12-05x"],
    [undefined, "x2026-12-05"],
    [undefined, "2026-12-05 noon"],
    [undefined, "05.12.2026"],
    ["DD.MM.YYYY", "12/05/2026"],
    ["DD.MM.YYYY", "05.13.2026"],
    ["DD.MM.YYYY", "31.11.2026"],
    ["DD.MM.YYYY", "29.02.2027"],
    ["DD.MM.YYYY", "00.12.2026"],
    ["DD.MM.YYYY", "05.00.2026"],
    ["DD.MM.YYYY", "05x12x2026"],
    ["DD.MM.YYYY", "005.12.2026"],
    ["DD.MM.YYYY", "1 05.12.2026"],
    ["MM/DD/YYYY", "13/05/2026"],
    ["YYYYMMDD", "2026125"],
    ["YYYYMMDD", "202612055"],
    ["DD-MMM-YYYY", "05-De-2026"],
    ["DD-MMM-YYYY", "05-Dez-2026"],
    ["DD-MMM-YYYY", "05-12-2026"],
  ])("in the form %s is none of %j", (form, text) => {
    expect(() => read(form, text)).toThrow(TypeError);
    expect(() => read(form, text)).toThrow(`must be a day in the form ${form ?? "YYYY-MM-DD"}`);
  });

  it.each<[form: string, text: string, advice: string | undefined]>([
    ["MM/DD/YYYY", "12/5/26", "a year has four digits"],
    ["DD.MM.YYYY", "05.12.26", "a year has four digits"],
    ["DD-MMM-YYYY", "05-Dec-26", "a year has four digits"],
    ["DD MM YYYY", "5 12 26", "a year has four digits"],
    ["MM/DD/YYYY", "12/5/2026 x", undefined],
    ["MM/DD/YYYY", "12/5.26", undefined],
    ["MM/DD/YYYY", "46361", "a spreadsheet's number of a day"],
    ["MM/DD/YYYY", "46361.5", "a spreadsheet's number of a day"],
    ["MM/DD/YYYY", "2958465", "a spreadsheet's number of a day"],
    ["MM/DD/YYYY", "46361.25", "a spreadsheet's number of a day"],
    ["MM/DD/YYYY", "12958465", undefined],
    ["MM/DD/YYYY", "29584651", undefined],
    ["MM/DD/YYYY", "x12/5/26", undefined],
    ["MM/DD/YYYY", "4636", undefined],
    ["MM/DD/YYYY", "463612", undefined],
    ["DD-MMM-YYYY", "05-Dez-2026", "a month in English"],
    ["DD.MM.YYYY", "05. Dez 2026", undefined],
    ["DD-MMM-YYYY", "31-Nov-2026", undefined],
    ["DD-MMM-YYYY", "05-12-2026", undefined],
  ])("in the form %s that is %j says why it is none: %s", (form, text, advice) => {
    const said = (): string => {
      try {
        return read(form, text);
      } catch (error) {
        return String(error);
      }
    };
    const all = ["a year has four digits", "a spreadsheet's number of a day", "a month in English"];
    expect(all.filter((one) => said().includes(one))).toEqual(advice === undefined ? [] : [advice]);
    if (advice === undefined) expect(said().endsWith(form)).toBe(true);
  });

  it("is refused again where it was refused before", () => {
    const reader = dayReader("DD.MM.YYYY");
    if (typeof reader === "string") throw new Error(reader);
    for (let i = 0; i < 2; i++) {
      expect(() => reader("31.11.2026")).toThrow(TypeError);
      expect(reader("30.11.2026")).toBe("2026-11-30");
    }
  });

  it.each([
    "",
    "DD.MM",
    "MM/YYYY",
    "DD.MM.YY",
    "DD.MM.YYYY.DD",
    "YYYY-MM-MMM",
    "DD.MM.YYYY hh",
    "TT.MM.JJJJ",
    "dd.mm.yyyy",
  ])("has no form %j", (form) => {
    expect(dayReader(form)).toContain("must be made of YYYY, MM and DD");
  });

  it("has a form in which a sign is that sign alone", () => {
    expect(read("DD*MM+YYYY", "05*12+2026")).toBe("2026-12-05");
    expect(() => read("DD*MM+YYYY", "05512112026")).toThrow(TypeError);
    expect(() => read("DD.MM.YYYY", "05-12-2026")).toThrow(TypeError);
  });
});

describe("what databases write for no day", () => {
  it.each([
    "0000-00-00",
    "00000000",
    "00.00.0000",
    "00/00/0000",
    "0000/00/00",
    "0000-00-00 00:00:00",
    "0000-00-00T00:00:00Z",
    "0000-00-00  00:00",
  ])("is %s", (text) => {
    expect(isNoDay(text)).toBe(true);
  });

  it.each([
    "",
    "0000-00-01",
    "0001-00-00",
    "0000-00.00",
    "00.00/0000",
    "x0000-00-00",
    "0000-00-00x",
    "0000-00-00 01:00",
    "0",
    "2026-12-05",
  ])("is not %j", (text) => {
    expect(isNoDay(text)).toBe(false);
  });
});

it("a day at a time is that of the place", () => {
  const time = new Date("2026-12-31T23:30:00Z");
  expect([dayIn("UTC", time), dayIn("Europe/Madrid", time), dayIn("America/Lima", time)]).toEqual([
    "2026-12-31",
    "2027-01-01",
    "2026-12-31",
  ]);
  expect(() => dayIn("Europe/Nowhere", time)).toThrow(RangeError);
});

it("days are counted over the ends of months and years, forwards and back", () => {
  expect(daysAfter("2026-12-31", 1)).toBe("2027-01-01");
  expect(daysAfter("2028-02-28", 1)).toBe("2028-02-29");
  expect(daysAfter("2027-03-01", -1)).toBe("2027-02-28");
  expect(daysAfter("2027-03-01", 0)).toBe("2027-03-01");
});

it.each([
  ["2027-03-01", true],
  ["2027-02-29", false],
  ["2027-3-1", false],
  ["20270301", false],
  ["2027-03-01T00:00", false],
  ["tomorrow", false],
  ["", false],
])("%j is a day of a calendar: %s", (text, is) => {
  expect(isDay(text)).toBe(is);
});
