-- Do people stay? People by the week of their first use, and how many of them were active in each week since. The last twelve
-- weeks of first use, and the first week that was read, which has everybody who used Devin before, too. At most twelve weeks
-- since.
SELECT
  cohort_week,
  weeks_since::INTEGER AS weeks_since,
  week,
  users::INTEGER AS users,
  active_users::INTEGER AS active_users,
  active_users::DOUBLE / users AS share,
  is_whole_week,
  is_first_read
FROM {{ ref('adoption_cohorts') }}
WHERE (is_first_read OR cohort_week > (SELECT max(week) - 7 * 12 FROM {{ ref('adoption_cohorts') }})) AND weeks_since <= 12
ORDER BY cohort_week, week;
