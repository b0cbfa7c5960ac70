import { dayOf } from '../world/billing-days';
import {
  countScans,
  describeFinding,
  describeScan,
  findingsOf,
  scansOn,
  type Scan,
} from '../world/code-scans';
import { shownThrough } from '../world/view';
import { everyDay, type Question, type Reader } from './question';
import { withInstants } from './records';

/** Code scans, what they found, and how many there were. */
export const codeScanReaders: Record<string, Reader> = {
  code_scans: (question) => {
    const { view, after, before } = question;
    const end = Math.min(before, shownThrough(view) + 1);
    return allScans(question)
      .filter(({ createdAt }) => after <= createdAt && createdAt < end)
      .map((scan) => withInstants(describeScan(scan, view.now)));
  },
  code_scan_findings: (question) =>
    allScans(question)
      .flatMap((scan) => findingsOf(question.view, scan))
      .map((finding) => {
        const { reference_snippets: snippets, ...record } = describeFinding(finding, question.view);
        const places = snippets as Record<string, unknown>[];
        return {
          related_finding_ids: null,
          ...withInstants(record),
          reference_snippets: places.map(({ file_path, start_line, end_line }) => ({
            ...{ file_path, start_line, end_line },
          })),
        };
      }),
  daily_code_scan_metrics: (question) =>
    everyDay(question, (day) => ({
      org_id: question.orgId,
      ...countScans(question.view, scansOf(question, day)),
    })),
};

function allScans(question: Question): Scan[] {
  const { world, now } = question.view;
  return Array.from({ length: dayOf(now) - world.firstDay + 1 }, (_, index) =>
    scansOf(question, world.firstDay + index),
  ).flat();
}

function scansOf({ view, orgId }: Question, day: number): Scan[] {
  return scansOn(view, day).filter((scan) => orgId === null || scan.orgId === orgId);
}
