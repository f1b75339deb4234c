/** Requests and answers of the REST door, as plain values: whoever listens on a socket translates. */

export interface RestRequest {
  /** Upper case. */
  method: string;
  /** Still percent-encoded, without the query. */
  path: string;
  /** Decoded pairs in their order. */
  query: readonly (readonly [string, string])[];
  /** Names in lower case. */
  headers: Readonly<Record<string, string | undefined>>;
  body: string;
}

/** Name and value; a name may come more than once. */
export type Header = readonly [string, string];

export interface RestResponse {
  type: 'response';
  code: number;
  headers: readonly Header[];
  body: string;
}

/** An open answer; nothing happens in it by itself. */
export interface OpenStream {
  /** Sends what has happened since. False when the stream has come to its end. */
  pump(): boolean;
  /** Tells clients that asked for it how far they are, as upstream does about every minute. */
  bookmark(): void;
  /** The client is gone, or the time is over. */
  close(): void;
}

export interface RestStream {
  type: 'stream';
  code: number;
  headers: readonly Header[];
  /** Real seconds after which the server ends it. */
  timeoutSeconds?: number;
  open(send: (chunk: string) => void): OpenStream;
}

export type RestAnswer = RestResponse | RestStream;

/** A Status as it goes over the wire. Codes and reasons of HTTP that the engine does not know are among them. */
export interface WireStatus {
  kind: 'Status';
  apiVersion: 'v1';
  metadata: { resourceVersion?: string };
  status: 'Success' | 'Failure';
  message?: string;
  reason?: string;
  details?: object;
  code?: number;
}
