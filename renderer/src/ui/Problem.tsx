/** Why an action failed, read out at once. */
export function Problem({ text }: { readonly text: string | null }) {
  if (text === null) return null;
  return (
    <p className="note problem" role="alert">
      {text}
    </p>
  );
}
