/**
 * A person at the provider's pages: fills in the forms until the browser is sent back to the app,
 * or the provider has nothing more to ask. Plain HTTP in place of a browser.
 */

const MAX_PAGES = 15;

/** Returns the text of the last page. `fill`: values of the fields that the person fills in. */
export async function visitProvider(address: string, fill: Readonly<Record<string, string>>): Promise<string> {
  const cookies = new Map<string, string>();
  let url = address;
  let body: URLSearchParams | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(body === undefined ? {} : { method: 'POST', body }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    const location = response.headers.get('location');
    body = undefined;
    if (location !== null) {
      url = new URL(location, url).href;
      continue;
    }
    const html = await response.text();
    const form = formIn(html);
    if (form === undefined) return html;
    url = new URL(form.action === '' ? url : form.action, url).href;
    body = new URLSearchParams([...form.fields].map(([name, value]) => [name, fill[name] ?? value]));
  }
  throw new Error('the provider asks for more and more');
}

/** The form that is posted; undefined for a page without one. */
function formIn(html: string): { readonly action: string; readonly fields: ReadonlyMap<string, string> } | undefined {
  const [form] = /<form[^>]*method="post"[\s\S]*?<\/form>/i.exec(html) ?? [];
  if (form === undefined) return undefined;
  const fields = [...form.matchAll(/<(?:input|button)[^>]*>/gi)].map(([tag]) => [
    attribute(tag, 'name'),
    attribute(tag, 'value'),
  ]);
  return {
    action: attribute(form, 'action'),
    fields: new Map(
      fields.flatMap(([name = '', value = '']): [string, string][] => (name === '' ? [] : [[name, value]])),
    ),
  };
}

const attribute = (tag: string, name: string): string =>
  (new RegExp(`\\s${name}="([^"]*)"`, 'i').exec(tag)?.[1] ?? '').replaceAll('&amp;', '&');
