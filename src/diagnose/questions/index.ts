import type { Question } from '../question';
import { auditLogBounds } from './audit-log-bounds';
import { clocks } from './clocks';
import { consumptionBoundsQuestion } from './consumption-bounds';
import { consumptionOrder } from './consumption-order';
import { consumptionWindow } from './consumption-window';
import { createdBoundsQuestion } from './created-bounds';
import { dayStamp } from './day-stamp';
import { draftPullRequests } from './draft-pull-requests';
import { enterpriseMessages } from './enterprise-messages';
import { errorBody } from './error-body';
import { fields } from './fields';
import { formerMembersQuestion } from './former-members';
import { futureBound } from './future-bound';
import { hasNextPage } from './has-next-page';
import { idpUsers } from './idp-users';
import { idsPerRequest } from './ids-per-request';
import { insightsForm } from './insights-form';
import { lastCursor } from './last-cursor';
import { listOrder } from './list-order';
import { listTotal } from './list-total';
import { longestWindowQuestion } from './longest-window';
import { memberPaths } from './member-paths';
import { metricsBoundsQuestion } from './metrics-bounds';
import { numbersAsText } from './numbers-as-text';
import { organizationProducts } from './organization-products';
import { organizationSum } from './organization-sum';
import { otherProducts } from './other-products';
import { pageSize } from './page-size';
import { periodEnd } from './period-end';
import { productData } from './product-data';
import { pullRequestFields } from './pull-request-fields';
import { reversedBounds } from './reversed-bounds';
import { reviewProduct } from './review-product';
import { roleType } from './role-type';
import { selfPermission } from './self-permission';
import { sessionAcus } from './session-acus';
import { sessionIdInPath } from './session-id-in-path';
import { sessionIds } from './session-ids';
import { sessionOrder } from './session-order';
import { settling } from './settling';
import { structuredOutput } from './structured-output';
import { takenOver } from './taken-over';
import { unknownUser } from './unknown-user';
import { updatedAfter } from './updated-after';
import { updatedBoundsQuestion } from './updated-bounds';
import { userSum } from './user-sum';
import { usersFilter } from './users-filter';
import { usersWithoutUse } from './users-without-use';
import { zeroDays } from './zero-days';
import { zeroSizes } from './zero-sizes';

/** Every open question, in the order in which they are asked and shown. */
export const questions: readonly Question[] = [
  longestWindowQuestion,
  consumptionWindow,
  consumptionBoundsQuestion,
  metricsBoundsQuestion,
  createdBoundsQuestion,
  updatedAfter,
  updatedBoundsQuestion,
  auditLogBounds,
  futureBound,
  reversedBounds,
  dayStamp,
  zeroDays,
  consumptionOrder,
  settling,
  reviewProduct,
  otherProducts,
  productData,
  organizationSum,
  organizationProducts,
  unknownUser,
  usersWithoutUse,
  formerMembersQuestion,
  usersFilter,
  idsPerRequest,
  periodEnd,
  takenOver,
  zeroSizes,
  listTotal,
  hasNextPage,
  lastCursor,
  listOrder,
  pageSize,
  errorBody,
  memberPaths,
  idpUsers,
  roleType,
  sessionOrder,
  sessionIds,
  sessionIdInPath,
  enterpriseMessages,
  sessionAcus,
  structuredOutput,
  pullRequestFields,
  draftPullRequests,
  insightsForm,
  numbersAsText,
  selfPermission,
  clocks,
  fields,
  userSum,
];
