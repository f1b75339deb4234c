/** A stretch of text; lines and columns count from 1 in UTF-16 units, the end column is exclusive (as editors count). */
export interface TextRange {
  startLine: number;
  startColumn: number;
  endLine: number;
  endColumn: number;
}

/** One problem in the text. `api` problems are added by the API server's answers, the others by reading the text. */
export interface Diagnostic extends TextRange {
  severity: 'error' | 'warning' | 'info';
  source: 'yaml' | 'schema' | 'api';
  message: string;
  /** Where in the object, e.g. `spec.template.spec.containers[0].image` (API-41). */
  field?: string;
  /** Machine word for the kind of problem, e.g. `FieldValueInvalid`. */
  reason?: string;
}
