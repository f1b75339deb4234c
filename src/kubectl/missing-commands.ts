/** Commands of kubectl v1.34 that the playground does not have: said so, instead of denying that they exist. */
const SINGLE =
  'alpha attach auth autoscale certificate cluster-info completion config cp debug describe diff edit events exec explain expose ' +
  'kustomize options plugin port-forward proxy run top wait';
const DOUBLE: Record<string, string> = {
  apply: 'edit-last-applied set-last-applied view-last-applied',
  create:
    'clusterrole clusterrolebinding cronjob cj deployment deploy ingress ing job pdb poddisruptionbudget quota resourcequota role ' +
    'rolebinding secret service svc token',
  set: 'env resources selector serviceaccount subject',
};

/** What to say to these words; undefined when kubectl has no such command either. */
export function missingCommand(first: string, second = ''): string | undefined {
  const name = includes(SINGLE, first)
    ? first
    : includes(DOUBLE[first] ?? '', second)
      ? `${first} ${second}`
      : undefined;
  return name === undefined ? undefined : `error: kubectl ${name} is not part of the playground\n`;
}

function includes(words: string, word: string): boolean {
  return words.split(' ').includes(word) && word !== '';
}
