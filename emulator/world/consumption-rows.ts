import { dayOf, stampOf } from './billing-days';
import type { Units } from './units';
import { noUnits, sumOf, summedUnits, unattributedUnits, unitsPerAcu, visibleUnits } from './consumption';
import type { Actor } from './people';
import { sessionUnitsOn } from './session-use';
import type { Session } from './sessions';
import type { View } from './view';

/** One day as Devin sends it. */
export interface ConsumptionRow {
  date: number;
  acus: number;
  acus_by_product?: Record<string, number | null>;
}

/** The consumption of one actor or (null) of all, in one organization or (null) in all. */
export interface Whose {
  actor: Actor | null;
  orgId: string | null;
  /** One session of the actor alone. */
  session?: Session;
}

/** What Devin shows of a day now; null where nothing was used. */
export function unitsOn(view: View, day: number, whose: Whose): Units | null {
  const { actor, orgId, session } = whose;
  if (session) return sessionUnitsOn(view, day, session);
  const at = { now: view.now, settle: view.switches.settle };
  const units = actor ? visibleUnits(actor, day, orgId, at) : everybodysUnits(view, day, orgId);
  if (!units) return null;
  if (orgId !== null && view.switches.orgConsumption === 'devin-only') {
    units.cascade = 0;
    units.terminal = 0;
  }
  return sumOf(units) === 0 ? null : units;
}

function everybodysUnits(view: View, day: number, orgId: string | null): Units {
  const at = { now: view.now, settle: view.switches.settle };
  const known = view.once(`units ${day} ${orgId ?? ''} ${at.settle}`, () =>
    summedUnits(view.world, day, orgId, at),
  );
  const units = { ...known };
  if (orgId === null && view.switches.unattributed) units.cascade += unattributedUnits(view.world, day);
  return units;
}

/** Whether anything at all is shown now, on any day. */
export function hasUse(view: View, whose: Whose): boolean {
  return view.once(
    `use ${whose.actor?.id ?? ''} ${whose.orgId ?? ''} ${whose.session?.key ?? ''} ${JSON.stringify(view.switches)}`,
    () => {
      for (let day = dayOf(view.now); day >= view.world.firstDay; day -= 1) {
        if (unitsOn(view, day, whose)) return true;
      }
      return false;
    },
  );
}

/** A day's row by the switches about its form; null for a day without use that is left out. */
export function rowOf(view: View, day: number, units: Units | null): ConsumptionRow | null {
  if (!units && view.switches.zeroDays === 'omitted') return null;
  const row: ConsumptionRow = {
    date: stampOf(day, view.switches.stamp),
    acus: units ? sumOf(units) / unitsPerAcu : 0,
  };
  if (view.switches.productData !== 'absent') row.acus_by_product = byProduct(view, units);
  return row;
}

function byProduct({ switches }: View, used: Units | null): Record<string, number | null> {
  const units = used && switches.productData !== 'zero' ? used : noUnits();
  const harbor = switches.extraProduct ? Math.ceil(units.cascade / 2) : 0;
  const devin = switches.review === 'number' ? units.devin : units.devin + units.review;
  const products: Record<string, number | null> = {
    devin: devin / unitsPerAcu,
    cascade: (units.cascade - harbor) / unitsPerAcu,
    terminal: units.terminal / unitsPerAcu,
  };
  if (switches.review === 'number') products['review'] = units.review / unitsPerAcu;
  if (switches.review === 'null') products['review'] = null;
  if (switches.extraProduct) products['harbor'] = harbor / unitsPerAcu;
  return products;
}
