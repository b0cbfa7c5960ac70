import { earlier, type Day } from '../days';
import type { ReadContext } from '../define';
import { addSubject, knownIds, markChanges, type SubjectsState } from '../state/subjects-state';
import { planSlices, slicesOf, type SubjectSlice } from './subject-slices';
import type { Subjects } from './subjects';

/**
 * Which subjects are read, and in which order. The list of the current subjects decides. While it is still being read,
 * listed subjects start already if no other subject can have older data.
 */
export class SubjectPlan<SubjectFields extends object> {
  private readonly known: ReadonlySet<string>;
  /** The first day of the subject with the oldest data. */
  private readonly oldest: Day;
  private isSameAccount: boolean;
  private readonly early = new Map<string, SubjectSlice>();
  private readonly fields = new Map<string, SubjectFields>();
  private planned: readonly SubjectSlice[] | undefined;
  private reading: Promise<readonly SubjectSlice[]> | undefined;

  constructor(
    private readonly by: Subjects<SubjectFields>,
    private readonly context: ReadContext,
    private readonly state: SubjectsState,
  ) {
    this.known = new Set(knownIds(state));
    this.oldest = slicesOf(state, context.lastDay)
      .map(({ from }) => from)
      .reduce(earlier, context.lastDay);
    this.isSameAccount = this.known.size === 0;
  }

  /** How many slices there are. Undefined until the list is read. */
  get size(): number | undefined {
    return this.planned?.length;
  }

  /** The fields that name a subject in its rows. */
  fieldsOf(id: string): SubjectFields {
    return this.fields.get(id) ?? this.by.formerFields(id, this.context);
  }

  /** All slices. The state knows then who is new and who has left. Throws if the list cannot be read. */
  all(): Promise<readonly SubjectSlice[]> {
    return (this.reading ??= this.readList());
  }

  /** The slices in the order in which they start. If the list cannot be read, that is thrown at the end. */
  async *inOrder(): AsyncGenerator<SubjectSlice> {
    const all = this.all();
    all.catch(() => undefined);
    for await (const listed of this.by.early?.(this.context) ?? []) {
      for (const slice of this.startingEarly(listed)) {
        if (this.planned !== undefined) break;
        this.early.set(slice.id, slice);
        yield slice;
      }
    }
    for (const slice of await all) if (!this.early.has(slice.id)) yield slice;
  }

  private async readList(): Promise<readonly SubjectSlice[]> {
    const { by, context, state, early } = this;
    const subjects = await by.current(context, [...this.known]);
    for (const [id, fields] of subjects) this.fields.set(id, fields);
    markChanges(state, subjects, context.lastDay);
    const others = planSlices(state, context).filter(({ id }) => !early.has(id));
    return (this.planned = [...early.values(), ...others]);
  }

  /**
   * Nobody starts before a known subject is listed, because until then the list may be the one of another account. Former
   * subjects who return need the whole list.
   */
  private startingEarly(listed: ReadonlyMap<string, SubjectFields>): SubjectSlice[] {
    const { state, context, known, oldest } = this;
    this.isSameAccount ||= [...listed.keys()].some((id) => known.has(id));
    if (!this.isSameAccount || this.planned !== undefined) return [];
    const ids = [...listed.keys()].filter((id) => !this.fields.has(id) && !Object.hasOwn(state.left, id));
    for (const id of ids) {
      this.fields.set(id, listed.get(id) as SubjectFields);
      addSubject(state, id, context.lastDay);
    }
    return slicesOf(state, context.lastDay, ids).filter(({ from }) => from <= oldest);
  }
}
