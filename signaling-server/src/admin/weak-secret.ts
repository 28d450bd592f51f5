/** Recognises secrets that were copied from an example or typed by hand. */
const Placeholder =
  /change.?(me|this)|placeholder|default|example|your.?(token|secret)|lectern.?(token|secret)|^secret/i;

/** Random text of this length never has so few different characters. */
const LEAST_DIFFERENT_CHARACTERS = 8;

export const looksWeak = (secret: string): boolean =>
  Placeholder.test(secret) || new Set(secret).size < LEAST_DIFFERENT_CHARACTERS;

/** For secrets that sign: at least 256 bits. */
export const isWeak = (secret: string): boolean => Buffer.byteLength(secret) < 32 || looksWeak(secret);
