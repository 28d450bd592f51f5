/** Names and titles as they may stand in a sentence: nothing in them turns the text around them or hides in it. */
import type { RoomAbout } from '@lectern/protocol';

/**
 * Controls, direction overrides, embeddings and isolates, and what has no width. Joiners stay: names in Persian or Hindi need them, and so
 * do many emoji.
 */
const UNPLAIN = /[\p{Cc}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/gu;

const plain = (text: string): string => text.replaceAll(UNPLAIN, '').trim();

export const plainAbout = ({ title, presenter }: RoomAbout): RoomAbout => ({
  title: plain(title),
  presenter: plain(presenter),
});
