/** An open question that the command does not ask, and why. */
export interface Unasked {
  readonly id: string;
  readonly question: string;
  readonly why: string;
  /** What the connector does about it. */
  readonly connector: string;
}

/** Every open question that cannot be asked with requests that only read, or not with one key. */
export const unasked: readonly Unasked[] = [
  {
    id: 'older-permissions',
    question: 'Do the older names of permissions still open an endpoint?',
    why: 'Devin tells nobody which permissions a key has, so an answer does not show which of them opened the endpoint.',
    connector: 'Its messages name both permissions.',
  },
  {
    id: 'dead-key',
    question: 'What does Devin answer to a key that is unknown or revoked?',
    why: 'It would take requests with a wrong key, which look like an attack.',
    connector: 'It takes 401, and 403 everywhere, as a bad key.',
  },
  {
    id: 'ip-allow-list',
    question: 'What does an IP allow list answer?',
    why: 'If this machine is not on the list, nothing can be asked: the command ends with the error of `check`.',
    connector: 'If everything is refused, it names the list as one of three possible causes.',
  },
  {
    id: 'trailing-slash',
    question: 'What does Devin answer to a path that ends in a slash?',
    why: 'The answer would change nothing.',
    connector: 'It sends no such path.',
  },
  {
    id: 'cursors',
    question: 'Do items get lost if a list changes while it is paged?',
    why: 'It takes a list that changes between two requests.',
    connector: 'It reads a roster twice before somebody is gone, and lists of changes overlap by an hour.',
  },
  {
    id: 'late-entries',
    question: 'How long after its time does an entry appear in a list?',
    why: 'It takes entries that are made during the run.',
    connector: 'Each sync reads the last hour of the sync before again.',
  },
  {
    id: 'session-sum',
    question: 'Does all consumption of a user belong to sessions?',
    why: 'It would take a request for each session.',
    connector: 'It emits what Devin says of each, and infers nothing from one for the other.',
  },
  {
    id: 'pull-requests-of-sessions',
    question:
      'Is every pull request of the metrics in the list of a session, and how soon after the session?',
    why: 'Metrics do not tell which pull requests they count.',
    connector: 'It emits the counts that Devin answers for each day.',
  },
  {
    id: 'beta-endpoints',
    question: 'Which endpoints in beta are enabled?',
    why: 'The table of the connection already shows which streams can be read.',
    connector: 'A stream that cannot be read fails alone.',
  },
  {
    id: 'rate-limit',
    question: 'How many requests are allowed, and is `Retry-After` sent?',
    why: 'It would take requests beyond the limit. Headers about limits are shown if there are any.',
    connector: 'It learns the rate from 429 answers, honors `Retry-After`, and backs off without it.',
  },
  {
    id: 'creation-of-pull-requests',
    question: 'Which instant places a pull request in a window of metrics?',
    why: 'No endpoint tells when a pull request was created.',
    connector: 'It takes its creation.',
  },
];
