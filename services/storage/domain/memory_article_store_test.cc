#include "services/storage/domain/memory_article_store.h"

#include "services/storage/domain/article_store_contract.h"

namespace akin {
namespace {

std::unique_ptr<ArticleStore> NewMemoryStore(const std::string&, ArticleStore::Options options) {
  return std::make_unique<MemoryArticleStore>(std::move(options));
}

INSTANTIATE_TEST_SUITE_P(Memory, ArticleStoreContract, ::testing::Values(&NewMemoryStore));

}  // namespace
}  // namespace akin
