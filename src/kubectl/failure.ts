/** A client-side error of a command, as a value (API-36). */
export interface Failure {
  /** Text after `error: ` (the prefix is added once when printed, CLI-3). */
  error: string;
  /** Adds the line `See 'kubectl <command> -h' for help and examples` (CLI-3). */
  usage?: boolean;
  /** One of an aggregate: printed without the prefix even when it is alone. */
  bare?: boolean;
}

export function failure(error: string): Failure {
  return { error };
}
export function usageFailure(error: string): Failure {
  return { error, usage: true };
}

export function isFailure(value: unknown): value is Failure {
  return typeof value === 'object' && value !== null && 'error' in value;
}
