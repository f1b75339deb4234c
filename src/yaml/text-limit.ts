/** Longest text that is read, in UTF-16 units: far beyond real manifests, small enough to answer at once and to fit into a link. */
export const MAX_TEXT_LENGTH = 256 * 1024;
