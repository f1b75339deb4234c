/** Id of the words that tell a screen reader what the lanes show. */
export const LANE_WORDS = 'lane-words';
