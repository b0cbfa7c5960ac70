-- Run once where the connector's scope is one organization: Devin tells the consumption of service users to the
-- enterprise only, so that the stream daily_service_user_consumption, and with it the table, does not exist. This one
-- stays empty, and queries for both scopes run unchanged. Runs on DuckDB and PostgreSQL.
create table if not exists daily_service_user_consumption (
  date date,
  service_user_id varchar,
  service_user_name varchar,
  acus double precision
);
