/** Performs the commands about people who sign in. */
import type { Rooms } from '../../cluster/rooms.ts';
import type { SignIns } from '../../door/sign-ins.ts';
import { CommandError } from '../command.ts';
import { MAX_LISTED, type ControlResult } from './control-messages.ts';

export interface SubjectDeps {
  readonly rooms: Pick<Rooms, 'countsOf'>;
  /** Null where presenters do not sign in. */
  readonly signIns: SignIns | null;
}

interface Named {
  readonly person: string;
  /** It is the provider's own `sub`. */
  readonly isSub: boolean;
}

export function listSubjects(deps: SubjectDeps): ControlResult<'list-subjects'> {
  const all = signInsOf(deps).subjects.list();
  const listed = all.slice(0, MAX_LISTED).map(({ subject, name, isRevoked }) => {
    return { subject, name, isRevoked, rooms: deps.rooms.countsOf(subject).rooms };
  });
  return { subjects: listed, total: all.length };
}

export function revokeSubject(deps: SubjectDeps, named: Named): ControlResult<'revoke-subject'> {
  const signIns = signInsOf(deps);
  const subject = subjectNamed(signIns, named);
  const rooms = deps.rooms.countsOf(subject).rooms;
  changing(() => signIns.revoke(subject));
  return { subject, rooms };
}

export function restoreSubject(deps: SubjectDeps, named: Named): ControlResult<'restore-subject'> {
  const signIns = signInsOf(deps);
  const subject = subjectNamed(signIns, named);
  if (!signIns.subjects.isRevoked(subject)) throw new CommandError(`The subject ${subject} is not revoked.`);
  changing(() => signIns.restore(subject));
  return { subject };
}

function changing(change: () => void): void {
  try {
    change();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new CommandError(`The revoked subjects cannot be saved (${error.message}). Nothing has changed.`);
  }
}

function signInsOf({ signIns }: Pick<SubjectDeps, 'signIns'>): SignIns {
  if (signIns !== null) return signIns;
  throw new CommandError('Presenters of this service do not sign in. LECTERN_PRESENTING=oidc makes them.');
}

function subjectNamed(signIns: SignIns, { person, isSub }: Named): string {
  if (isSub) return signIns.subjectOf(person);
  const wanted = person.toLowerCase();
  const found = signIns.subjects
    .list()
    .filter(({ subject, name }) => subject === person || name.toLowerCase() === wanted);
  const [one] = found;
  if (one === undefined) {
    throw new CommandError(`“${person}” is not in the list (\`lectern subjects list\`). Name the \`sub\` with --sub.`);
  }
  if (found.length > 1) {
    const ids = found.map(({ subject }) => subject).join(', ');
    throw new CommandError(`${String(found.length)} people have the name “${person}”. Name one by its subject: ${ids}`);
  }
  return one.subject;
}
