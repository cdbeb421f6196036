import { RemovalLimitError } from "../contract/errors.js";

/** Who raises the limit for a destroy would meet the old one: a destroy doesn't run the program. */
const OF_A_DESTROY = "; a destroy uses the configuration of the last up";

/** Counts deactivations and deletions of one platform in one process, and refuses the first one too many. */
export class RemovalLimit {
  #taken = 0;
  #isUsed = false;
  #lender: RemovalLimit | undefined;

  /**
   * @param most how many removals a run may make; 0 allows none
   * @param setting the configuration key that sets it, for the message
   * @param bindsSets whether it holds for sets of people too, which have a limit of their own: true where somebody has
   *   chosen `most`, false where it is only the default
   */
  constructor(
    readonly most: number,
    readonly setting: string,
    readonly bindsSets: boolean = true,
  ) {}

  /** Whether this run has removed anybody, or has tried to. */
  get isUsed(): boolean {
    return this.#isUsed;
  }

  /** Called before each removal. */
  take(): void {
    this.#isUsed = true;
    if (this.#taken >= this.most) {
      throw new RemovalLimitError(
        `refused to remove one more account: this run has removed ${this.#taken} and ${this.setting} allows ` +
          `${this.most}. Nothing was sent. If all of these people are meant to leave, raise ${this.setting}${OF_A_DESTROY}`,
      );
    }
    this.#taken++;
  }

  /**
   * Called before the first of several removals, so that none begins where not all may be made. Answers a limit for
   * these alone.
   */
  reserve(count: number): RemovalLimit {
    this.#isUsed ||= count > 0;
    if (!this.bindsSets) return new RemovalLimit(count, this.setting);
    if (this.#taken + count > this.most) {
      throw new RemovalLimitError(
        `refused to remove ${count} accounts: this run has removed ${this.#taken} and ${this.setting} allows ${this.most}. ` +
          `Nothing was sent. If all of these people are meant to leave, raise ${this.setting} to ${this.#taken + count}${OF_A_DESTROY}`,
      );
    }
    this.#taken += count;
    const reserved = new RemovalLimit(count, this.setting);
    reserved.#lender = this;
    return reserved;
  }

  /** Called where the account turned out to be gone already, so that nothing was removed. */
  putBack(): void {
    this.#taken--;
    this.#lender?.putBack();
  }
}
