import { BrakeError } from "./errors.js";

/** Counts deactivations and deletions of one platform in one process, and refuses the first one too many. */
export class Brake {
  #taken = 0;

  /**
   * @param most how many removals a run may make; 0 allows none
   * @param setting the configuration key that sets it, for the message
   */
  constructor(
    readonly most: number,
    readonly setting: string,
  ) {}

  /** Called before each removal. */
  take(): void {
    if (this.#taken >= this.most) {
      throw new BrakeError(
        `refused to remove one more account: this run has removed ${this.#taken} and ${this.setting} allows ` +
          `${this.most}. Nothing was sent. If all of these people are meant to leave, raise ${this.setting}`,
      );
    }
    this.#taken++;
  }

  /** Called where the account turned out to be gone already, so that nothing was removed. */
  putBack(): void {
    this.#taken--;
  }
}
