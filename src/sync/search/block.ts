import { addDays, countDays, eachDay, type DayRange } from '../days';

/** Some subjects over some days. */
export interface Area extends DayRange {
  readonly subjects: readonly string[];
}

/** How many subjects times days. */
export function sizeOf({ subjects, from, to }: Area): number {
  return subjects.length * countDays(from, to);
}

/** An area in two halves: by subject while there are several, then by day. */
export function halves(area: Area): [Area, Area] {
  return area.subjects.length > 1 ? halvesBySubject(area) : halvesByDay(area);
}

/** Some days in two halves, the first the smaller one: a single day needs no further halving. */
export function halvesByDay<Range extends DayRange>(range: Range): [Range, Range] {
  const middle = addDays(range.from, Math.floor(countDays(range.from, range.to) / 2));
  return [
    { ...range, to: addDays(middle, -1) },
    { ...range, from: middle },
  ];
}

/** Each day of a subject by itself. */
export function daysOf(subject: string, { from, to }: DayRange): Area[] {
  return eachDay(from, to).map((day) => ({ subjects: [subject], from: day, to: day }));
}

function halvesBySubject(area: Area): [Area, Area] {
  const middle = Math.ceil(area.subjects.length / 2);
  return [
    { ...area, subjects: area.subjects.slice(0, middle) },
    { ...area, subjects: area.subjects.slice(middle) },
  ];
}
