/** A patch that cannot be applied. Carried up to `applyPatch`; never leaves this folder as an exception. */
export class PatchRefusal extends Error {
  constructor(
    message: string,
    /** 400 bad form, 422 does not fit the object, 500 what upstream does not classify. */
    readonly code: 400 | 422 | 500 = 500,
  ) {
    super(message);
  }
}
