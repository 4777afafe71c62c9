// Prints docs/configuration.md.
#include "cli/configuration_doc.hpp"

#include <iostream>

int main()
{
    std::cout << parley::cli::configuration_markdown();
}
