import type { Context, EventOptions } from '../../component';

/** The controller remembers nothing between syncs. */
export type DisruptionContext = Context<Record<string, never>>;

/** Who reports its events: upstream gives the name of the process. */
export const SOURCE: EventOptions = { source: { component: 'controllermanager' } };
