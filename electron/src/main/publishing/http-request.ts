/** One HTTP request, as a publication makes it. Redirects are answers like any other. */

export interface HttpAnswer {
  readonly status: number;
  /** The header's value, of several one after the other with commas; null where there is none. */
  readonly header: (name: string) => string | null;
  readonly body: string;
}

export interface HttpContent {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Rejects where no answer comes in time, or one that is too long. */
export type HttpRequest = (url: string, content: HttpContent) => Promise<HttpAnswer>;
