/** Names of time zones. Which places an area has is not checked: the list would be longer than all other rules of CronJobs. */

const AREAS = new Set(
  'Africa America Antarctica Arctic Asia Atlantic Australia Brazil Canada Chile Etc Europe Indian Mexico Pacific US'.split(
    ' ',
  ),
);
const ALONE = new Set(
  (
    'CET CST6CDT Cuba EET EST EST5EDT Egypt Eire Factory GB GB-Eire GMT GMT+0 GMT-0 GMT0 Greenwich HST Hongkong Iceland Iran ' +
    'Israel Jamaica Japan Kwajalein Libya MET MST MST7MDT NZ NZ-CHAT Navajo PRC PST8PDT Poland Portugal ROC ROK Singapore ' +
    'Turkey UCT UTC Universal W-SU WET Zulu'
  ).split(' '),
);
const PART = /^(?!-|\.\.?$)[-A-Za-z._0-9+]{1,14}$/;

/** What is wrong with the name, as far as is known here. */
export function timeZoneProblems(name: string): string[] {
  if (name === '') return ['timeZone must be nil or non-empty string'];
  const parts = name.split('/');
  const wellFormed = parts.every((part) => PART.test(part));
  const problems: string[] = [];
  if (wellFormed && name.toLowerCase() === 'local') {
    problems.push('timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones');
  }
  const known = parts.length > 1 ? AREAS.has(parts[0] ?? '') : ALONE.has(name) || name === 'Local';
  if (!wellFormed || !known) problems.push(`unknown time zone ${name}`);
  return problems;
}
