/** A survivor that stays, found by the text of its line: numbers move. */
export interface Standing {
  readonly file: string;
  readonly line: string;
  /** What it is replaced with. Default: whatever. */
  readonly to?: string;
  readonly why: string;
  /** Proven to change nothing that anybody could notice. */
  readonly equivalent?: boolean;
}

/** What is put in place of an empty list, and of an empty text. */
export const LIST = '["Stryker was here"]';
export const TEXT = '"Stryker was here!"';

/** A survivor as a row of a list about one folder. */
export type Stays = readonly [file: string, line: string, to: string, why: string];

export function standingOf(folder: string, [file, line, to, why]: Stays): Standing {
  return { file: `${folder}/${file}`, line, to, why };
}
