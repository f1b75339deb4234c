/** A request whose path and form are understood. */
import type { Cluster } from '../engine/index';
import type { Query } from './query';
import type { Answering } from './represent';
import type { Target } from './route';
import type { RestRequest } from './types';

export interface Call {
  cluster: Cluster;
  request: RestRequest;
  query: Query;
  target: Target;
  answering: Answering;
}
