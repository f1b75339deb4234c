import type { Status } from './api/types';

/** API-7: controllers take such a refusal neither for an event nor for an error (DS-39). */
export function isNamespaceTerminating(status: Status): boolean {
  return status.reason === 'Forbidden' && status.message.endsWith('because it is being terminated');
}
