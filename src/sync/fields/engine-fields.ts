import { added, day, flag, optional, text } from './fields';

/** The day of a row; the sentence says what happened on it where that is not plain. */
export const dateField = (description = 'The billing day.') => added(day(description));

/** Whether a row of a dated stream will stay as it is. */
export const isFinalField = (unit = 'day') =>
  added(flag(`True once the connector will not read the ${unit} again, unless the look-back is raised.`));

/** The organization of organization scope. */
export const organizationRead = optional(text('The organization read; null in enterprise scope.'));
