#include "cli/local_answers.hpp"

#include "cli/arguments.hpp"

#include <utility>

namespace parley::cli {

boost::system::result<std::unique_ptr<local_answers>, obstacle> local_answers::open(const settings& values)
{
    std::unique_ptr<local_answers> made(new local_answers(values));
    if (const auto read = made->read_settings(); !read) return obstacle{wrong_usage, read.error().detail};
    // Before a stand-in for a model starts: without documents there is nothing to answer from.
    if (auto store = retrieval::store::open(made->folder_, retrieval::access::read); !store)
        return obstacle{could_not_run, store.error().code == errc::not_found
                                           ? hint_to_ingest(made->folder_)
                                           : about_store(store.error(), made->folder_)};
    if (const auto found = made->find_model(); !found) return obstacle{wrong_usage, found.error().detail};
    if (const auto found = made->find_documents(); !found)
        return obstacle{could_not_run, about_store(found.error(), made->folder_)};
    return made;
}

result<void> local_answers::read_settings()
{
    auto folder = data_folder(values_);
    if (!folder) return folder.error();
    folder_ = *std::move(folder);
    auto certificates = read_extra_certificates(values_);
    if (!certificates) return certificates.error();
    certificates_ = *std::move(certificates);
    auto style = read_answer_style(values_);
    if (!style) return style.error();
    style_ = *std::move(style);
    return {};
}

result<void> local_answers::find_model()
{
    auto stand_in = start_mock_model(values_, log_);
    if (!stand_in) return stand_in.error();
    stand_in_ = *std::move(stand_in);
    auto model = model_access::from(values_, certificates_, log_);
    if (!model) return model.error();
    model_ = *std::move(model);
    return {};
}

result<void> local_answers::find_documents()
{
    find_ = std::make_unique<retrieval::sqlite_retriever>(folder_, blocking_, log_);
    return find_->refresh();
}

rag::question local_answers::question_of(std::string text) const
{
    rag::question asked;
    asked.text = std::move(text);
    asked.top = static_cast<std::size_t>(values_.number("top"));
    return asked;
}

deadline local_answers::answer_deadline() const
{
    return deadline_after(std::chrono::seconds(values_.number("answer-seconds")));
}

answering::answering(local_answers& with, asio::any_io_executor loop)
    : ending_{with},
      answers_(make_answerer(with.values_, *with.style_, with.certificates_, with.model_.get(),
                             std::move(loop), with.log_))
{
}

answering::left_behind::~left_behind()
{
    if (of.model_) of.model_->stop();
    of.blocking_.join();
}

rag::services answering::services() const
{
    return answers_.services(*ending_.of.find_);
}

}  // namespace parley::cli
