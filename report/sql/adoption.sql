-- Who uses it? People who were active in a week (Monday to Sunday, UTC), and the current number of members. The number
-- of members in an earlier week is not known.
SELECT
  period_start AS week,
  active_users::INTEGER AS active_users,
  (SELECT count(*)::INTEGER FROM {{ stream('members') }} WHERE is_member) AS members,
  coalesce(is_final, true) AS is_final
FROM {{ stream('weekly_active_users') }}
WHERE period_start > (SELECT max(period_start) - 7 * {{ var('weeks') }} FROM {{ stream('weekly_active_users') }})
ORDER BY week;
