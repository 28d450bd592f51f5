/** Removes from names and titles what could reverse the text around them or hide in it. */
import type { RoomAbout } from '@lectern/protocol';

/**
 * Control characters, direction overrides, embeddings and isolates, and characters without a width.
 * Joiners stay: names in Persian or Hindi need them, and so do many emoji.
 */
const NOT_PLAIN = /[\p{Cc}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]/gu;

const plain = (text: string): string => text.replaceAll(NOT_PLAIN, '').trim();

export const plainAbout = (about: RoomAbout): RoomAbout => ({
  ...about,
  title: plain(about.title),
  presenter: plain(about.presenter),
});
