/**
 * Fetches a small JSON document of another service, such as the identity provider's: never a large
 * one.
 */

/** No redirect is followed: the address is the one that the admin or the provider has named. */
export async function boundedFetch(url: string, maxBytes: number, init: RequestInit): Promise<Response> {
  const response = await fetch(url, { ...init, redirect: 'error' });
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop cancels the rest.
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > maxBytes) throw new Error('the answer is too large');
    chunks.push(chunk);
  }
  return new Response(Buffer.concat(chunks), { status: response.status });
}
