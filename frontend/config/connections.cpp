// The table of connection types, and the check of a connection against a row.
#include "frontend/config/connections.h"
#include "frontend/config/diags.h"
#include "frontend/config/lists.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Path.h"

namespace sluice {
namespace {

// Keys that every connection has.
constexpr StringRef commonKeys = "type concurrent_tasks register_comments pre_ping pretty_sql schema_differ_overrides "
                                 "check_import catalog_type_overrides";

struct ConnectionType {
  StringRef type;
  StringRef required; // blank-separated, as the lists below
  StringRef optional;
  StringRef oneOf = {};       // at least one of them is given
  StringRef exclusive = {};   // at most one of them is given
  StringRef catalog = {};     // the key that names the default catalog
  bool catalogIsFile = false; // ... whose value is a file: its stem is the catalog
};

constexpr StringRef duckdbKeys = "database catalogs extensions connector_config secrets filesystems token";
constexpr StringRef mssqlKeys =
    "user password database timeout login_timeout login_attempts charset appname port conn_properties autocommit "
    "tds_version driver driver_name trust_server_certificate encrypt odbc_properties";

constexpr ConnectionType types[] = {
    {.type = "athena",
     .required = {},
     .optional = "aws_access_key_id aws_secret_access_key role_arn role_session_name region_name work_group s3_staging_dir "
                 "schema_name catalog_name s3_warehouse_location",
     .oneOf = "work_group s3_staging_dir",
     .catalog = "catalog_name"},
    {.type = "azuresql", .required = "host", .optional = mssqlKeys, .catalog = "database"},
    {.type = "bigquery",
     .required = {},
     .optional = "method project execution_project quota_project location keyfile keyfile_json token refresh_token "
                 "client_id client_secret token_uri scopes impersonated_service_account job_creation_timeout_seconds "
                 "job_execution_timeout_seconds job_retries job_retry_deadline_seconds priority maximum_bytes_billed "
                 "reservation",
     .catalog = "project"},
    {.type = "clickhouse",
     .required = "host username",
     .optional = "password port cluster virtual_catalog connect_timeout send_receive_timeout query_limit use_compression "
                 "compression_method connection_settings http_proxy verify ca_cert client_cert client_cert_key https_proxy "
                 "server_host_name tls_mode secure connection_pool_options",
     .catalog = "virtual_catalog"},
    {.type = "databricks",
     .required = {},
     .optional = "server_hostname http_path access_token auth_type oauth_client_id oauth_client_secret catalog http_headers "
                 "session_configuration databricks_connect_server_hostname databricks_connect_access_token "
                 "databricks_connect_cluster_id databricks_connect_use_serverless force_databricks_connect "
                 "disable_databricks_connect disable_spark_session",
     .catalog = "catalog"},
    {.type = "db2",
     .required = "host database db2_schema username password",
     .optional = "port ssl ssl_cert ssl_key ssl_ca connect_timeout",
     .catalog = "database"},
    {.type = "duckdb", .required = {}, .optional = duckdbKeys, .exclusive = "database catalogs", .catalog = "database", .catalogIsFile = true},
    {.type = "fabric", .required = "host workspace_id tenant_id", .optional = mssqlKeys, .catalog = "database"},
    {.type = "gcp_postgres",
     .required = "instance_connection_string user db",
     .optional = "password enable_iam_auth ip_type keyfile keyfile_json timeout scopes driver",
     .oneOf = "password enable_iam_auth",
     .catalog = "db"},
    {.type = "motherduck", .required = {}, .optional = duckdbKeys, .exclusive = "database catalogs", .catalog = "database", .catalogIsFile = true},
    {.type = "mssql", .required = "host", .optional = mssqlKeys, .catalog = "database"},
    {.type = "mysql", .required = "host user password", .optional = "port database charset collation ssl_disabled"},
    {.type = "postgres",
     .required = "host user password port database",
     .optional = "keepalives_idle connect_timeout role sslmode application_name",
     .catalog = "database"},
    {.type = "redshift",
     .required = {},
     .optional = "user password database host port source_address unix_sock ssl sslmode timeout tcp_keepalive "
                 "application_name preferred_role principal_arn credentials_provider region cluster_identifier iam db_user "
                 "is_serverless serverless_acct_id serverless_work_group enable_merge",
     .catalog = "database"},
    {.type = "risingwave", .required = "host user port database", .optional = "password role sslmode", .catalog = "database"},
    {.type = "snowflake",
     .required = "account",
     .optional = "user password warehouse database role authenticator token host port application private_key "
                 "private_key_path private_key_passphrase session_parameters",
     .catalog = "database"},
    {.type = "spark", .required = {}, .optional = "config_dir catalog config wap_enabled", .catalog = "catalog"},
    {.type = "sqlite", .required = "database", .optional = {}},
    {.type = "starrocks", .required = "host user password", .optional = "port database charset collation ssl_disabled local_infile"},
    {.type = "trino",
     .required = "host user catalog",
     .optional = "method port http_scheme roles http_headers session_properties retries timezone password verify "
                 "impersonation_user keytab krb5_config principal service_name hostname_override mutual_authentication "
                 "force_preemptive sanitize_mutual_error_response delegate jwt_token client_certificate "
                 "client_private_key cert source schema_location_mapping timestamp_mapping",
     .catalog = "catalog"},
};

llvm::SmallVector<StringRef> splitKeys(StringRef keys) {
  llvm::SmallVector<StringRef> result;
  keys.split(result, ' ', -1, false);
  return result;
}

llvm::SmallVector<StringRef> givenOf(const YamlNode &node, StringRef keys) {
  llvm::SmallVector<StringRef> result = splitKeys(keys);
  llvm::erase_if(result, [&](StringRef key) { return !node.find(key); });
  return result;
}

void checkKeys(const YamlNode &node, const ConnectionType &row, Sink sink) {
  llvm::SmallVector<StringRef> required = splitKeys(row.required), missing = required, known = splitKeys(commonKeys);
  llvm::erase_if(missing, [&](StringRef key) { return node.find(key) != nullptr; });
  if (!missing.empty())
    sink.report(node.range, diag::ConnectionKeyMissing, row.type, quotedList(missing, "and"));
  if (!row.oneOf.empty() && givenOf(node, row.oneOf).empty())
    sink.report(node.range, diag::ConnectionKeyMissing, row.type, quotedList(splitKeys(row.oneOf), "or"));
  if (givenOf(node, row.exclusive).size() > 1)
    sink.report(node.range, diag::ConnectionKeysExclude, row.type, quotedList(splitKeys(row.exclusive), "and"));
  known.append(required);
  known.append(splitKeys(row.optional));
  for (const YamlNode::Entry &entry : node.entries)
    if (!llvm::is_contained(known, entry.key))
      sink.report(entry.range, diag::ConfigUnknownKey, plainKey(entry.key), "a connection of type " + row.type.str(),
                  findNearest(entry.key, known));
}

// The stem of the database's file, or the first attached catalog.
std::string catalogOfFile(const YamlNode &node) {
  if (const YamlNode *catalogs = node.find("catalogs"); catalogs && !catalogs->entries.empty())
    return catalogs->entries.front().key;
  const YamlNode *database = node.find("database");
  if (!database || database->text.empty() || database->text == ":memory:")
    return "memory";
  // `md:name?motherduck_token=...` is the database `name`.
  StringRef plain = StringRef(database->text).split('?').first;
  plain.consume_front("md:");
  return llvm::sys::path::stem(plain).str();
}

std::string findCatalog(const YamlNode &node, const ConnectionType &row, const Engine &engine) {
  if (row.catalogIsFile)
    return catalogOfFile(node);
  bool hasOne = engine.hasCatalogs || engine.virtualCatalog;
  const YamlNode *catalog = hasOne && !row.catalog.empty() ? node.find(row.catalog) : nullptr;
  return catalog ? catalog->text : std::string();
}

} // namespace

std::optional<Connection> readConnection(const YamlNode &node, Sink sink) {
  if (node.kind != YamlNode::Kind::Map) {
    sink.report(node.range, diag::ConfigShape, "connection", describe(node), "a mapping");
    return std::nullopt;
  }
  const YamlNode *type = node.find("type");
  if (!type) {
    sink.report(node.range, diag::ConfigShape, "connection", "a mapping without `type`", "one like {type: sqlite, database: my.db}");
    return std::nullopt;
  }
  Connection connection{findEngine(type->text), {}, node.range};
  auto row = llvm::find_if(types, [&](const ConnectionType &row) { return row.type == type->text; });
  if (!connection.engine || row == std::end(types)) {
    llvm::SmallVector<StringRef> names;
    for (const Engine &engine : allEngines())
      names.push_back(engine.name);
    sink.report(type->range, diag::ConnectionType, type->text, findNearest(type->text, names));
    return std::nullopt;
  }
  checkKeys(node, *row, sink);
  connection.defaultCatalog = findCatalog(node, *row, *connection.engine);
  return connection;
}

} // namespace sluice
