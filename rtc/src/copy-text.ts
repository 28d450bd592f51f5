/** Copies text, also where the page has no clipboard of its own: over plain HTTP, or when the browser withholds it. */
export async function copyText(text: string): Promise<void> {
  try {
    // Absent, whatever the types say, in a page without a secure context.
    await navigator.clipboard.writeText(text);
  } catch {
    copyBySelection(text);
  }
}

/** The old way: what is selected in a field is copied. */
function copyBySelection(text: string): void {
  const before = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true;
  field.setAttribute('aria-hidden', 'true');
  field.style.position = 'fixed';
  field.style.opacity = '0';
  document.body.append(field);
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  if (before instanceof HTMLElement) before.focus();
  if (!copied) throw new Error('The browser did not let the text be copied. Select it and copy it by hand.');
}
