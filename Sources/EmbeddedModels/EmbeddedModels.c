#include "EmbeddedModels.h"
