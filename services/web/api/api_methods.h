#ifndef AKIN_SERVICES_WEB_API_API_METHODS_H_
#define AKIN_SERVICES_WEB_API_API_METHODS_H_

#include <string>
#include <vector>

namespace akin {

// A method of a service as it is called over HTTP. The table takes the place of google.api.http
// annotations in the protos.
struct ApiMethod {
  const char* http_method;
  // {id} stands for an id.
  const char* path;
  // "/akin.storage.v1.StorageService/GetArticle".
  const char* rpc;
  // The field of the request that the id belongs to, "seeds.article", and what stands before it
  // there, "articles/". Empty: the path has no id.
  const char* id_field = "";
  const char* id_prefix = "";
};

// What is open to everyone: reading. POST takes the request as JSON, GET its fields as parameters
// ("page_size=5" or "pageSize=5", "arrange.recency=…"). Where two paths fit, the first counts.
const std::vector<ApiMethod>& ApiMethods();

}  // namespace akin

#endif  // AKIN_SERVICES_WEB_API_API_METHODS_H_
