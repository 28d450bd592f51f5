/** Reads the body of an answer whose sender may be anybody, up to a length. */

/** The whole body, or undefined where it is longer. The rest is not read then. */
export async function readBody(response: Response, maxBytes: number): Promise<string | undefined> {
  const reader = response.body?.getReader();
  if (reader === undefined) return '';
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  while (length < maxBytes) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
    length += value.length;
  }
  await reader.cancel();
  return undefined;
}
