/**
 * The page of a room: the built page, with what a link preview shows. A preview is read by anybody
 * who gets the link, so it never says whether the room is live. https://ogp.me
 */
import type { RoomAbout } from '@lectern/protocol';

export interface RoomPage {
  /** Undefined for a room that the service does not hold; the preview is then that of any room. */
  readonly about: RoomAbout | undefined;
  /** Goes into the address of the page's WebSocket. Undefined where the address names no room. */
  readonly hint?: string | undefined;
  /** The page asks one of them whether UDP gets through. */
  readonly stunUrls: readonly string[];
  /** The address of the service as the reader has dialed it. */
  readonly serviceUrl: string;
}

const PRODUCT = 'Lectern';
/** In `watcher-web/public`; 1200 by 630 pixels, the shape that previews use. */
const PICTURE = 'preview.png';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string): string => text.replaceAll(/[&<>"]/g, (character) => escapes[character] ?? '');

/**
 * The page where there is no room. The built page finds its files one level above, as a room needs
 * it.
 */
export const rootPage = (html: string): string => html.replaceAll(/(\s(?:src|href)=")\.\.\//g, '$1./');

export function roomPage(html: string, { about, hint, stunUrls, serviceUrl }: RoomPage): string {
  const title = escape(about?.title.trim() || PRODUCT);
  const properties = {
    'og:type': 'website',
    'og:site_name': PRODUCT,
    'og:title': title,
    'og:image': escape(`${serviceUrl}/${PICTURE}`),
    'og:image:width': '1200',
    'og:image:height': '630',
  };
  const tags = Object.entries(properties).map(([name, value]) => `<meta property="${name}" content="${value}" />`);
  tags.push('<meta name="twitter:card" content="summary_large_image" />');
  if (hint !== undefined) tags.push(`<meta name="room-hint" content="${hint}" />`);
  if (stunUrls.length > 0) tags.push(`<meta name="stun" content="${escape(stunUrls.join(' '))}" />`);
  return html.replace(/<title>[^<]*<\/title>/, () => `<title>${title}</title>\n    ${tags.join('\n    ')}`);
}
