import { added, day, flag, optional, text } from './fields';

/** The day of a row. Give a sentence if it is not obvious what happened on that day. */
export const dateField = (description = 'The billing day.') => added(day(description));

/** Whether a row of a dated stream can still change. */
export const isFinalField = (unit = 'day') =>
  added(
    flag(
      `True if the connector will not read the ${unit} again. A longer look-back in the configuration can change that.`,
    ),
  );

/** The organization in organization scope. */
export const organizationRead = optional(text('The organization that was read. Null in enterprise scope.'));
