/** How much work one evaluation may do. Steps, not seconds: the same pattern over the same data always ends the same way. */
export class Budget {
  #left: number

  constructor(steps: number) {
    this.#left = steps
  }

  /** Takes steps away: about as many as values, characters or choices are looked at. Throws `BudgetExceeded` when none are left. */
  spend(steps: number): void {
    this.#left -= steps
    if (this.#left < 0) throw new BudgetExceeded()
  }
}

/** Thrown out of an evaluation that takes too long. The matcher catches it: it is an outcome, not a failure. */
export class BudgetExceeded extends Error {
  override readonly name = 'BudgetExceeded'
}
