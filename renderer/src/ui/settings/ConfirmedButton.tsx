/** A button for what cannot be undone: it asks first, in place. */
import { useConfirmation } from '../use-confirmation.ts';

interface ConfirmedButtonProps {
  readonly text: string;
  /** For screen readers, where the text alone does not say what it is about. */
  readonly label?: string;
  readonly question: string;
  readonly disabled?: boolean;
  readonly onConfirm: () => void;
}

export function ConfirmedButton({ text, label, question, disabled = false, onConfirm }: ConfirmedButtonProps) {
  const [isAsking, press] = useConfirmation(onConfirm);
  return (
    <button type="button" disabled={disabled} aria-label={isAsking ? undefined : label} onClick={press}>
      {isAsking ? question : text}
    </button>
  );
}
